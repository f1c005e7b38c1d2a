"""Lesson 1: how wrong an estimate is, under two costs."""
