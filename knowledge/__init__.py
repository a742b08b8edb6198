"""What KIND has said: its documents, and how they are read, split and kept."""
