"""What Corate is compared with: one contestant a file, each run in a process of its own."""
