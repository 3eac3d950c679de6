"""notifying"""
