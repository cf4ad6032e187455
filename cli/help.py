"""What help pages have in common."""


def epilog(examples: str) -> str:
    """Examples at the end of a help page, one a line."""
    lines = [line.strip() for line in examples.strip().splitlines()]
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
