"""What leavers and dissolved units leave behind, gathered from every app that has work."""
