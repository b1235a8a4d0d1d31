"""Slack's limits, as docs.slack.dev publishes them (August 2026) unless said otherwise. Characters are UTF-16 units."""

from __future__ import annotations

# Messages ('chat.postMessage', 'Rate limits'). About one message a second and channel, short bursts allowed.
MESSAGE_BLOCKS = 50
MESSAGE_JSON = 12_800  # unpublished: msg_blocks_too_long comes at about 13,000 characters of blocks as JSON
FALLBACK = 400  # Slack takes 40,000 of text; a phone's notification shows a few lines
POST_SECONDS = 1.0
POST_BURST = 4

# Block Kit ('Blocks', 'Block elements', 'Composition objects').
SECTION = 3_000
HEADER = 150
CONTEXT = 2_000
FIELDS = 10  # of a section
FIELD = 2_000
BUTTON = 75
BUTTONS = 25  # of one actions block
URL = 3_000
OPTIONS = 100  # of a menu, of a group of a menu
OPTION = 75
LABEL = 2_000
INPUT = 3_000
CONFIRM_TITLE = 100

# Views ('Views', 'Modals').
VIEW_BLOCKS = 100
VIEW_JSON = 200_000  # view_too_large comes at 250 kB
TITLE = 24

# Answers in time ('Interactivity', 'Events API').
ACK_SECONDS = 2.5  # Slack waits 3 s
REQUEST_BYTES = 1024 * 1024  # of one delivery; Slack's are far smaller

# The manifest ('App manifest reference').
SHORTCUT_NAME = 24
SHORTCUT_DESCRIPTION = 150
APP_NAME = 35

# conversations.history and conversations.replies.
PAGE = 200
