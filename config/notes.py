"""What an authority decides about notes of visit: the `note` of each visit type in framework.toml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Part = Literal["strengths", "evidence", "qis", "tier", "next_steps"]
USUAL_PARTS: tuple[Part, ...] = ("strengths", "evidence", "next_steps")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class NoteQuestion(_Table):
    """A question of the authority's own, answered in words."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: Annotated[str, Field(min_length=1, max_length=150)]
    hint: str = ""
    required: bool = False


class NoteForm(_Table):
    """What the note of one type of visit asks.

    `asks` names its parts; `qis` the quality indicators that it offers by name (any other can be written, and one that
    `quality_indicators` does not know is left out); `steps` how many next steps it has room for.
    """

    asks: tuple[Part, ...] = USUAL_PARTS
    qis: tuple[str, ...] = ()
    steps: int = Field(default=3, ge=1, le=8)
    questions: tuple[NoteQuestion, ...] = Field(default=(), max_length=6)
