"""What a suggestion is and who may decide about it: pure, no input or output."""
