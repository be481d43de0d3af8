"""The public tables elsewhere: in a PostgreSQL server, or as a folder of Parquet files.

(`corate/publishing.py` is another thing: it writes the file that readers open, after a build.)
"""
