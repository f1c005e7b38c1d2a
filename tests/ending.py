"""A session state that ends a run where another message would end it."""


class Ended(BaseException):
    """What ends a run for another message."""


class EndingState(dict):
    """A session state in which a run is ended at the n-th time that it reads or writes, as Streamlit does it."""

    def __init__(self, ends_at: int, **values: object) -> None:
        super().__init__(values)
        self.left = ends_at

    def _count(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Ended

    def __getitem__(self, key):
        self._count()
        return super().__getitem__(key)

    def __setitem__(self, key, value):
        self._count()
        super().__setitem__(key, value)

    def get(self, key, default=None):
        self._count()
        return super().get(key, default)

    def setdefault(self, key, default=None):
        self._count()
        return super().setdefault(key, default)
