"""Learning methods, called by dbt Python models: scikit-learn on what SQL has prepared.

One module a method family. Nothing here decides about data: which rows and columns a method sees
is a model in SQL, and so is everything that is made of its results.
"""
