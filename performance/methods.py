"""The work of the comparison `methods`, and the names that contestants share.

Of duplicates the last by (timestamp, source row); of each user's events, in the same order, the
last is test and the one before it valid, where there are three. Items are ranked by how many users
have them in train, and by item kNN: each item that a user has in train votes for its NEIGHBORS
nearest by cosine. Lists leave out what the user has in train, for test in valid, too, and are
measured at MEASURED_AT.
"""

POPULARITY = "popularity"
ITEM_KNN = "item_knn_cosine"
NEIGHBORS = 50
MEASURED_AT = (5, 10, 20)
