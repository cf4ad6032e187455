"""What each command becomes, or why it is refused."""
