"""Under which name the command line is recorded: whoever is signed in to the machine."""

import getpass
import os


def command_line_actor() -> str:
    """The actor of a command: "command line: " and the operating-system user."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        name = f"uid {os.getuid()}"
    return f"command line: {name}"
