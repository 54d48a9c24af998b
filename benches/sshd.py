#!/usr/bin/env python3
"""Holds `plenary --restricted` to docs/restricted.md, through a real sshd on the loopback.

    cargo build --release && benches/sshd.py [target/release/plenary]

Starts an sshd for the calling user on a free port of 127.0.0.1, with a key, configuration and home of its own in a
temporary folder, and stops it in the end. Needs sshd, ssh, ssh-keygen and Linux.
"""
import os, pathlib, shutil, signal, socket, subprocess, sys, tempfile, time

sys.dont_write_bytecode = True
from wire import ROOT, Session

CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {dir}/host
PidFile none
AuthorizedKeysFile {dir}/key.pub
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
ForceCommand {bin} --restricted
DisableForwarding yes
PermitUserRC no
PermitUserEnvironment no
AcceptEnv LANG LC_*
Subsystem sftp internal-sftp
"""
# What opens a shell, an editor, a file or a prompt in programs of this kind.
ESCAPES = [b"!sh\r", b"!id\r", b":!sh\r", b":sh\r", b"|sh\r", b":e /etc/passwd\r", b":r /etc/passwd\r", b":w /tmp/x\r",
           b"v", b"E/etc/passwd\r", b"s/tmp/x\r", b"o/etc/passwd\r", b"\x1a", b"\x1c", b"\x03", b"\x04", b"\x12", b"\x18\x05",
           b":set shell=/bin/sh\r", b":shell\r", b"\x0f", b"\x18\x06/etc/passwd\r", b"-s\r", b"#", b"&", b"\x1b:!sh\r",
           b"\x1bOP", b"\x1b[24~", b"/`id`\r", b"/$(id)\r", b"\x1b]52;c;aWQ=\x07", b"\x1b[200~!sh\r\x1b[201~"]


def check(what, good):
    print(f"{'ok  ' if good else 'FAIL'}  {what}")
    return good


def process(binary):
    """The program's process, by its command line: the rest of its folder in /proc is closed to all but root."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            if open(f"/proc/{pid}/cmdline", "rb").read() == f"{binary}\0--restricted\0".encode():
                return int(pid)
        except OSError:
            pass


def gone(pid, seconds):
    end = time.monotonic() + seconds
    while os.path.exists(f"/proc/{pid}") and time.monotonic() < end:
        time.sleep(0.02)
    return not os.path.exists(f"/proc/{pid}")


def connect(cmd, binary):
    session = Session(cmd, (80, 24), {})
    for _ in range(20):
        session.pump(0.5)
        if pid := process(binary):
            return session, pid
    return session, None


def run(binary, folder, port):
    ssh = ["ssh", "-F", "none", "-p", str(port), "-i", f"{folder}/key", "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR",
           "-o", f"UserKnownHostsFile={folder}/hosts", "-o", "BatchMode=yes", "-e", "none"]
    here = "127.0.0.1"
    good = True
    pipe = subprocess.run([*ssh, "-T", here, "echo pwned"], capture_output=True, text=True, timeout=20)
    good &= check("without a terminal: status 2 and a word", pipe.returncode == 2 and "terminal" in pipe.stderr and "pwned" not in pipe.stdout)
    sftp = subprocess.run(["sftp", *ssh[1:3], "-P", str(port), *ssh[5:-2], here], input="ls\n", capture_output=True, text=True, timeout=20)
    good &= check("no sftp", sftp.returncode != 0)
    before = set(os.listdir(folder)) | set(os.listdir("/tmp"))
    session, pid = connect([*ssh, "-tt", here, "echo pwned; sh"], binary)
    if not check("with a terminal it opens, whatever command was asked for", pid is not None):
        return False
    status = open(f"/proc/{pid}/status").read()
    limits = open(f"/proc/{pid}/limits").read()
    good &= check("no new privileges", "NoNewPrivs:\t1" in status)
    good &= check("no memory dumps, no files", all(line.split()[-3:-1] == ["0", "0"] for line in limits.splitlines() if line.startswith(("Max core file", "Max file size"))))
    alive = True
    for keys in ESCAPES:
        session.key(keys, 0.05)
        session.key(b"\x1b", 0.15)
        tasks = os.listdir(f"/proc/{pid}/task") if os.path.exists(f"/proc/{pid}") else []
        children = "".join(open(f"/proc/{pid}/task/{task}/children").read() for task in tasks)
        state = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] if tasks else "gone"
        if tasks:
            alive &= check(f"after {keys!r}: alive, no child, not stopped", not children and state in "SR")
        else:
            said = check(f"after {keys!r}: ended, and the session with it", os.waitpid(session.pid, 0)[0])
            os.close(session.master)
            session, pid = connect([*ssh, "-tt", here, "echo pwned; sh"], binary)
            alive &= said and pid is not None
    new = (set(os.listdir(folder)) | set(os.listdir("/tmp"))) - before
    good &= alive & check(f"no new file {sorted(new)}", not new - {"hosts"})
    os.kill(session.pid, signal.SIGKILL)
    begin = time.monotonic()
    good &= check("a lost connection ends it", gone(pid, 3.0))
    print(f"      after {time.monotonic() - begin:.2f} s")
    session.end()
    return good


def main():
    binary = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/release/plenary").resolve()
    sshd = shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin")
    if not sshd:
        sys.exit("sshd.py: no sshd here")
    with tempfile.TemporaryDirectory() as folder:
        for name in "host", "key":
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{name}"], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        pathlib.Path(folder, "config").write_text(CONFIG.format(port=port, dir=folder, bin=binary))
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        server = subprocess.Popen([sshd, "-D", "-e", "-f", f"{folder}/config"], stderr=subprocess.DEVNULL)
        try:
            time.sleep(0.5)
            good = run(binary, folder, port)
        finally:
            server.terminate()
            server.wait()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
