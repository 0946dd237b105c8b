"""What carries data from one program to another."""
