"""What some bytes are: their kind, their characters, what they are packed in."""
