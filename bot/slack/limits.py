"""What Slack takes at most (https://docs.slack.dev/reference/block-kit and the methods' own pages)."""

from __future__ import annotations

from typing import Final

BLOCKS_OF_MESSAGE: Final = 50
BLOCKS_OF_VIEW: Final = 100
TEXT: Final = 3000
HEADER: Final = 150
BUTTON: Final = 75
BUTTON_VALUE: Final = 2000
BUTTONS_OF_A_ROW: Final = 25
VIEW_TITLE: Final = 24
OPTION: Final = 75
OPTION_VALUE: Final = 150
OPTIONS: Final = 100
RADIOS: Final = 10
INPUT_LABEL: Final = 2000
TYPED: Final = 3000
IDS: Final = 255
METADATA: Final = 3000
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
# All cells of a message together.
TABLE_CHARACTERS: Final = 10_000
URL: Final = 3000
ALT: Final = 2000
FALLBACK: Final = 3000
PROMPTS: Final = 4
ERROR_TEXT: Final = 2000

# Ours: a message is kept well under what Slack takes, and what is left over goes into a next one.
BLOCKS_OF_A_PART: Final = 40
CHARACTERS_OF_A_PART: Final = 9_000
