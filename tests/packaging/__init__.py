"""Tests of what makes packages."""
