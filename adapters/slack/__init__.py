"""Slack, by slack-bolt: Socket Mode or signed HTTP, several workspaces in one process, each with an app of its own."""
