"""What people type beside landing: `python -m corate`."""
