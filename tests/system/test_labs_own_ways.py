"""What only one lab has, as a student types it: packets in each form, and what was predicted looked at afterwards."""

from tests.system.driven import begun
from tests.system.program import netkit


def test_a_packet_is_as_good_in_hex_in_a_file_and_as_a_line_to_be_built(tmp_path):
    lab = begun("build-a-packet", tmp_path)
    right = lab.key["8"].right
    (lab.folder / "mine.hex").write_text(" ".join(right[at : at + 2] for at in range(0, len(right), 2)))
    line = next(form for form in lab.key["8"].forms if form.startswith("ipv6 "))
    built = netkit("packet", "build", f"ethernet / {line}", "--write", "mine.pcapng", cwd=lab.folder)
    assert built.returncode == 0, built
    for text in ("mine.hex", "mine.pcapng:1", "mine.pcapng", line):
        done = lab.answer("8", text)
        assert (done.returncode, done.stderr) == (0, ""), (text, done)
    missing = lab.answer("8", "missing.hex")
    assert missing.returncode == 2
    assert "nothing was counted" in missing.stderr


def test_what_the_hosts_ask_can_be_looked_at_after_the_prediction(tmp_path):
    lab = begun("subnets", tmp_path)
    done = lab.answer("4", lab.key["4"].right)
    assert "netkit capture show arp.pcapng" in done.stdout
    seen = netkit("capture", "show", "arp.pcapng", cwd=lab.folder).stdout
    assert all(f"who has {address}?" in seen for address in lab.key["4"].right.split())
