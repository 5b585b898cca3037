"""What an authority decides about accounts on chat platforms: the `[accounts]` table of framework.toml."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Domain = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]


class AccountSettings(BaseModel):
    """Which e-mail domains are the authority's own, and whether they confirm an account without an administrator."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    trusted_domains: tuple[Domain, ...] = ()
    confirm_automatically: bool = False

    @model_validator(mode="after")
    def _names_whom_it_trusts(self) -> Self:
        if self.confirm_automatically and not self.trusted_domains:
            raise ValueError("'confirm_automatically' needs 'trusted_domains': without them anybody would be confirmed")
        return self
