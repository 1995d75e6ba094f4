"""SQL that several targets write: tables with their keys, and rules as views."""
