"""The chat inside Slack: a mention or a direct message is answered in its thread."""
