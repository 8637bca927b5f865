"""The SDK driven against moto, for what moto has."""


def run(program):
    raise NotImplementedError
