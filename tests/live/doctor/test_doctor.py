"""The doctor: it says what is missing, where it is missing, and never falls ill itself."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.errors import AccessError
from netkit.live.doctor.abilities import ABILITIES, judge
from netkit.live.doctor.finding import Finding, State
from netkit.live.doctor.probing import look
from netkit.live.doctor.view import report
from tests.live.dns import scripted
from tests.system.live_network import environment
from tests.system.program import ROOT

STATES = list(State)


def finding(key, state):
    return Finding(key=key, name=key, state=state, found=f"{key} was seen", mend=f"mend {key}")


def doctor(*words, command=(), **variables):
    """The JSON of a run of its own."""
    run = [*command, sys.executable, "-m", "netkit", "doctor", "--json", *words]
    done = subprocess.run(
        run, capture_output=True, text=True, env=environment() | variables, cwd=ROOT, check=False, timeout=60
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 4), done.stderr
    told = json.loads(done.stdout)
    assert told["schema"] == "netkit.doctor/1"
    abilities = {each["key"]: each for each in told["abilities"]}
    return done.returncode, abilities, {each["key"]: each for each in told["findings"]}


def test_what_works_by_what_was_found():
    ability = next(each for each in ABILITIES if each.key == "shell")
    good = {key: finding(key, State.WORKS) for key in (*ability.needs, *ability.wants)}
    assert judge(ability, good).state is State.WORKS
    for key, state in itertools.product(ability.wants, (State.MISSING, State.PART)):
        found = judge(ability, good | {key: finding(key, state)})
        assert (found.state, [each.key for each in found.missing]) == (State.PART, [key])
    for key in ability.needs:
        assert judge(ability, good | {key: finding(key, State.MISSING)}).state is State.MISSING
        assert judge(ability, good | {key: finding(key, State.UNKNOWN)}).state is State.UNKNOWN
        assert judge(ability, good | {key: finding(key, State.UNASKED)}).state is State.UNASKED


@given(st.lists(st.sampled_from(STATES), min_size=30, max_size=30), st.booleans())
def test_every_report_has_all_that_is_missing_and_what_mends_it(states, everything):
    keys = dict.fromkeys(key for each in ABILITIES for key in (*each.needs, *each.wants))
    findings = {key: finding(key, state) for key, state in zip(keys, states, strict=False)}
    judged = [judge(each, findings) for each in ABILITIES]
    document = report({"system": "here"}, judged, list(findings.values()), everything=everything)
    text = repr(document.blocks)
    for each in findings.values():
        if each.state not in (State.WORKS, State.UNASKED):
            assert each.found in text
            assert each.mend in text
    json.dumps(document.data)


def test_a_probe_that_fails_or_hangs_is_a_finding_and_the_others_are_asked():
    def fails():
        yield finding("one", State.WORKS)
        raise RuntimeError("out\nof order")

    def hangs():
        time.sleep(60)
        yield finding("never", State.WORKS)

    found = look([fails, hangs, lambda: [finding("last", State.WORKS)]], patience=0.05)
    assert [each.state for each in found] == [State.WORKS, State.UNKNOWN, State.UNKNOWN, State.WORKS]
    assert found[1].found == "could not be found out: out of order"
    assert "longer than 0.05 seconds" in found[2].found


def test_tools_that_are_not_there_come_with_their_packages(monkeypatch, tmp_path):
    from netkit.live.doctor import package_managers
    from netkit.live.doctor.probes import tools as looked

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(looked, "SYSTEM_FOLDERS", str(tmp_path / "sbin"))
    monkeypatch.setattr(sys, "platform", "linux")
    for release, dig in (
        ({"ID": "debian"}, "sudo apt install bind9-dnsutils"),
        ({"ID": "mint", "ID_LIKE": "ubuntu debian"}, "sudo apt install bind9-dnsutils"),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "sudo dnf install bind-utils"),
        ({"ID": "arch"}, "sudo pacman -S bind"),
        ({"ID": "unheard-of"}, "install the package bind"),
    ):
        monkeypatch.setattr(package_managers, "_release", lambda release=release: release)
        found = {each.key: each for each in looked.tools()}
        assert {each.state for each in found.values()} == {State.MISSING}
        assert found["tool.dig"].mend == dig
    (tmp_path / "sbin").mkdir()
    (tmp_path / "sbin" / "ip").write_text("")
    (tmp_path / "sbin" / "ip").chmod(0o755)
    found = {each.key: each for each in looked.tools()}["tool.ip"]
    assert (found.state, str(tmp_path / "sbin" / "ip") in found.found) == (State.WORKS, True)
    assert "PATH" in found.mend


def test_a_second_package_with_netkits_folder_is_named(tmp_path):
    folder = tmp_path / "netkit_of_old-2.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: netkit-of-old\nVersion: 2.0\n")
    (folder / "RECORD").write_text("netkit/__init__.py,,\nnetkit_of_old-2.0.dist-info/METADATA,,\n")
    code, abilities, findings = doctor("--need", "labs", PYTHONPATH=f"{ROOT}{os.pathsep}{tmp_path}")
    assert (code, abilities["labs"]["state"]) == (4, "missing")
    assert "netkit-of-old" in findings["installation"]["found"]
    assert "pip uninstall netkit-of-old netkit-labs" in findings["installation"]["mend"]


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces are a feature of Linux")
def test_where_the_kernel_gives_no_namespaces_that_is_said():
    """Refused by the kernel itself: in a user namespace whose limits are 0."""
    script = 'for each in user net; do echo 0 > /proc/sys/user/max_${each}_namespaces || exit 99; done; exec "$@"'
    unshare = ["unshare", "--user", "--map-root-user", "sh", "-c", script, "sh"]
    if subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine gives no user namespace in which to refuse others")
    code, abilities, findings = doctor("--need", "shell", "--need", "labs", command=unshare, PATH=os.environ["PATH"])
    assert code == 4
    assert findings["namespaces"]["state"] == "missing"
    assert "limited" in findings["namespaces"]["why"]
    assert "user.max_user_namespaces" in findings["namespaces"]["mend"]
    assert abilities["shell"]["state"] == abilities["tcp"]["state"] == "missing"
    assert "twin" in abilities["shell"]["instead"]
    assert abilities["labs"]["state"] == "works"
    assert findings["kernel.veth"]["state"] == findings["tun"]["state"] == "unknown"


@pytest.mark.parametrize("user", [0, 1000])
def test_ubuntus_restriction_is_named_with_what_lifts_it(monkeypatch, user):
    from netkit.live import refusals
    from netkit.live.doctor.probes import namespaces as looked

    name = "kernel.apparmor_restrict_unprivileged_userns"

    def setting(path):
        return "1" if path.endswith("apparmor_restrict_unprivileged_userns") else ""

    error = PermissionError(13, "Permission denied")
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(looked, "setting", setting)
    monkeypatch.setattr(refusals, "setting", setting)
    monkeypatch.setattr(
        looked, "available", lambda: None if user == 0 else refusals.no_namespace("make namespaces", error)
    )
    (found,) = looked.namespaces()
    assert found.state is (State.WORKS if user == 0 else State.MISSING)
    assert "AppArmor" in found.why
    assert f"sudo sysctl {name}=0" in found.mend
    assert f"echo '{name}=0' | sudo tee /etc/sysctl.d/" in found.mend


def test_a_filter_of_system_calls_is_named(monkeypatch):
    from netkit.live import refusals

    status = "Name:\tpython\nSeccomp:\t2\nSeccomp_filters:\t1"
    monkeypatch.setattr(refusals, "setting", lambda path: status if path == "/proc/self/status" else "")
    monkeypatch.setattr(refusals, "container", lambda: "")
    error = refusals.no_namespace("make namespaces", PermissionError(1, "Operation not permitted"))
    assert isinstance(error, AccessError)
    assert "seccomp" in error.why


def answers_as(flags):
    """A server that answers a question for the root's servers, with these flags."""
    import dns.message

    def script(opened, wire, peer):
        reply = dns.message.make_response(dns.message.from_wire(wire))
        reply.flags |= flags
        opened.sendto(reply.to_wire(), peer)

    return script


def test_outside_is_asked_only_when_told_to(monkeypatch):
    import dns.flags

    from netkit.live.dns import probing
    from netkit.live.doctor.probes.dns_outside import dns_outside, dns_unasked

    asked = []
    monkeypatch.setattr(probing, "ask_for_root", lambda *args, **_: asked.append(args))
    assert {each.state for each in dns_unasked()} == {State.UNASKED}
    assert not asked
    monkeypatch.undo()

    def states(script, nobody):
        with scripted.server(script) as port:
            found = list(dns_outside("127.0.0.1", nobody, port=port, timeout=0.3))
        return [each.state for each in found]

    assert states(answers_as(dns.flags.AA), "127.0.0.2") == [State.WORKS, State.WORKS]
    assert states(answers_as(dns.flags.AA), "127.0.0.1") == [State.WORKS, State.MISSING]
    assert states(answers_as(dns.flags.RA), "127.0.0.2") == [State.WORKS, State.MISSING]
    assert states(scripted.silent, "127.0.0.2") == [State.MISSING, State.UNKNOWN]


def test_the_report_for_a_person_in_a_narrow_window():
    done = subprocess.run(
        [sys.executable, "-m", "netkit", "doctor"],
        capture_output=True,
        text=True,
        env=environment() | {"COLUMNS": "50", "PATH": "/nowhere"},
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert "other tools beside netkit" in done.stdout
    assert "50 columns" in done.stdout
    assert "--outside" in done.stdout


def test_no_sign_of_the_list_parts_words_in_it_too():
    done = subprocess.run(
        [sys.executable, "-m", "netkit", "doctor"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(),
        check=False,
    )
    head, _, listed = done.stdout.partition("\n\n")
    abilities = listed.partition("\n\n")[0].splitlines()
    assert "netkit" in head
    assert any("asking name servers outside (not tried: --outside asks them)" in line for line in abilities), abilities
    for line in abilities:
        assert "·" not in line, line
