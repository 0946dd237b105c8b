"""The names that `netkit.address` offers: all there, none hidden behind a module of the same name, and the example in its text true."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import netkit.address


@pytest.mark.parametrize("name", netkit.address.__all__)
def test_every_name_is_there_and_says_what_it_is(name):
    found = getattr(netkit.address, name)
    assert not isinstance(found, type(netkit))
    assert (not callable(found)) or found.__doc__


def test_no_name_is_a_modules():
    modules = {module.name for module in pkgutil.iter_modules(netkit.address.__path__)}
    assert not modules & set(netkit.address.__all__)
    for module in modules:
        importlib.import_module(f"netkit.address.{module}")
    assert callable(netkit.address.plan_subnets)
    assert set(netkit.address.__all__) <= set(dir(netkit.address))


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        netkit.address.nothing_of_the_kind  # noqa: B018


def test_the_example_is_true():
    assert doctest.testmod(netkit.address).failed == 0
    assert doctest.testmod(netkit.address).attempted >= 4


def test_a_packet_needs_only_texts():
    """What every packet imports must stay small: no tables of ranges, no netaddr, no ipaddress."""
    wanted = "[name for name in sys.modules if name.startswith(('netkit.address.', 'net', 'ip'))]"
    script = f"import sys, netkit.packet.dissection; print(*{wanted})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "netkit.address.text" in loaded
    assert not {
        name for name in loaded if "special" in name or "netaddr" in name or "plan" in name or name == "ipaddress"
    }
