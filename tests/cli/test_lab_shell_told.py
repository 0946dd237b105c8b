"""What a lab shell says at its end."""

from netkit.cli.lab_shell_told import ended


def test_a_recording_in_a_folder_with_spaces_is_named_as_a_shell_reads_it(tmp_path, capsys):
    recording = tmp_path / "my labs" / "wire.pcapng"
    ended({"over": True, "recording": str(recording), "packets": 3}, here=tmp_path, quiet=False)
    assert "netkit capture show 'my labs/wire.pcapng'" in capsys.readouterr().err
