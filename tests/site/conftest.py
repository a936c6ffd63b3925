"""Small grounds in metres, and the network over them."""

import pytest

from workbench.site.coverage import footing, network
from workbench.site.walkable import Extent, Ground, surface


def box(west, south, east, north):
    """Return a rectangle as one ring."""
    return (((west, south), (east, south), (east, north), (west, north)),)


@pytest.fixture
def boxed():
    return box


@pytest.fixture
def ways():
    """Return a function: ground, cell and speed to a function from sources and a place to seconds."""

    def made(cell=0.5, speed=4.0, extent=(0, 0, 100, 4), **parts):
        net = network(surface(Ground(Extent(*extent), **parts), cell), speed)

        def seconds(sources, place):
            times = net.times([footing(net.surface, one, 30) for one in sources])
            return net.at(times, footing(net.surface, place, 30))

        seconds.net = net
        return seconds

    return made
