"""The project's own sample data: real films and an invented shop, with simulated ratings.

``python -m sample.generate`` writes every file of ``sample/films`` and ``sample/reviews`` from
``films.csv``, ``products.csv`` and a fixed seed. No rating, review, tag or person in them is real.
"""
