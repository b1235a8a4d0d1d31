"""What Discord allows, in its own numbers: from its API reference (discord.com/developers/docs) of August 2026.

What its OpenAPI document says is checked against that in the tests; the rest stands in the reference's prose alone.
"""

from typing import Final

from bot.views import Capabilities

CONTENT = 2000  # characters of a message
ROWS = 5  # of components under a message
ROW_BUTTONS = 5
BUTTONS = ROWS * ROW_BUTTONS
BUTTON_LABEL = 80
CUSTOM_ID = 100
URL = 512  # of a link button

MODAL_TITLE = 45
MODAL_FIELDS = 5
MODAL_LABEL = 45
MODAL_HELP = 100  # the description of a label
INPUT = 4000  # characters of a text input
PLACEHOLDER = 100

OPTIONS = 25  # of a command, a select, a group; and the choices of an option
COMMANDS = 100
COMMAND_NAME = 32
COMMAND_WORDS = 100  # a description
COMMAND_CHARACTERS = 8000  # names, descriptions and values of one command together
CHOICE = 100  # the name or the value of a choice
OPTION_TEXT = 6000  # max_length of a string option

THREAD_NAME = 100
ARCHIVE_MINUTES: Final = 10080  # a week, the longest: a case lives for days
TAGS = 5  # of a forum post
NONCE = 25
HISTORY = 100  # messages of one page

EPHEMERAL = 1 << 6
SUPPRESS_EMBEDS = 1 << 2

CAPABILITIES = Capabilities(
    private=False,  # whatever is typed into Discord has passed through Discord
    tables=False,
    text_limit=1200,
    buttons=BUTTONS,
    total=1900,  # the rest of the 2,000 is for markup and escapes
    fields=MODAL_FIELDS,
    threads=True,
)
