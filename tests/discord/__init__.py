"""A Discord to test against, on loopback: see README.md beside this file."""
