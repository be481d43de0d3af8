"""Speed and memory of Corate next to its peers; see README.md in this folder."""
