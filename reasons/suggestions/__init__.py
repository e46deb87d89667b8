"""Suggesting a reason from text. Pure; only `learning` needs scikit-learn and stays out of the web.

features: words, pairs of words and pieces of words. classifier: scores and confidence.
storage: the classifier as bytes and back. learning: from notes with their reasons to a classifier.
"""
