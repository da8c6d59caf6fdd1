"""The pages under ``/fleet-plan/``: an inventory is sent, followed, and its plan read and taken."""
