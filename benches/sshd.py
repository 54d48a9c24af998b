#!/usr/bin/env python3
"""Holds `plenary --restricted` to docs/restricted.md, through a real sshd on the loopback.

    cargo build --release && benches/sshd.py [--slow] [target/release/plenary]

Starts an sshd for the calling user on a free port of 127.0.0.1, with a key, configuration and home of its own in a
temporary folder, and stops it in the end. Needs sshd, ssh, ssh-keygen and Linux. Status 77 where no sshd can be had.

With --slow it measures instead: j held for 3 s at 30 Hz at 200x60, through a line of 100 ms round trip and 32 kB/s
between ssh and sshd, in the program, in less and in vim; and how long the screen goes on moving after the release.
"""
import os, pathlib, queue, shutil, signal, socket, subprocess, sys, tempfile, threading, time

sys.dont_write_bytecode = True
from wire import LINE, ROOT, RTT, Session

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
ForceCommand {command}
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
    # Of the folder of all programs, only the file that the keys ask for: others write there too.
    there = lambda: set(os.listdir(folder)) | {name for name in ["/tmp/x"] if os.path.lexists(name)}
    before = there()
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
    ours = {"hosts", os.path.basename(session.home.name)}
    new = there() - before - ours
    good &= alive & check(f"no new file {sorted(new)}", not new)
    os.kill(session.pid, signal.SIGKILL)
    begin = time.monotonic()
    good &= check("a lost connection ends it", gone(pid, 3.0))
    print(f"      after {time.monotonic() - begin:.2f} s")
    session.end()
    return good


def slow_line(port):
    """A port that leads to `port`, half a round trip away and no faster than the line allows."""
    front = socket.create_server(("127.0.0.1", 0))

    def carry(source, sink, rate):
        on_the_way = queue.Queue()

        def deliver():
            free = 0.0
            while (item := on_the_way.get()) is not None:
                came, data = item
                free = max(free, came + RTT / 2) + (len(data) / rate if rate else 0)
                time.sleep(max(0.0, free - time.monotonic()))
                try:
                    sink.sendall(data)
                except OSError:
                    return

        threading.Thread(target=deliver, daemon=True).start()
        try:
            # Small pieces and a small buffer, as on a real line: what is written too fast waits at the writer.
            while data := source.recv(1400):
                while on_the_way.qsize() > 64:
                    time.sleep(0.005)
                on_the_way.put((time.monotonic(), data))
        except OSError:
            pass
        on_the_way.put(None)

    def serve():
        while True:
            client, _ = front.accept()
            server = socket.create_connection(("127.0.0.1", port))
            for side in client, server:
                side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=carry, args=(client, server, None), daemon=True).start()
            threading.Thread(target=carry, args=(server, client, LINE), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return front.getsockname()[1]


def slow(binary, folder, port):
    far = slow_line(port)
    text = str(max((ROOT / "seeds").glob("*.txt"), key=lambda file: file.stat().st_size))
    for name, command, before in [
        ("plenary, tree", [str(binary)], []),
        ("plenary, passages", [str(binary)], [b"\t"]),
        ("plenary, reader", [str(binary), "open", "zero 30"], []),
        ("less", ["less", text], [b" "]),
        ("vim -R", ["vim", "-u", "NONE", "-R", text], [b"L"]),
    ]:
        if not shutil.which(command[0]):
            continue
        quoted = " ".join(f"'{word}'" for word in command)
        ssh = ["ssh", "-F", "none", "-p", str(far), "-i", f"{folder}/key", "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR",
               "-o", f"UserKnownHostsFile={folder}/hosts", "-o", "BatchMode=yes", "-e", "none", "-tt", "127.0.0.1"]
        session = Session([*ssh, f"XDG_STATE_HOME={folder}/state exec {quoted}"], (200, 60), {})
        session.pump(3.0, 15.0)
        for key in before:
            session.key(key, 0.5)
        session.log.clear()
        for _ in range(90):
            os.write(session.master, b"j")
            session.pump(1 / 30, 1 / 30)
        released = time.monotonic()
        session.pump(2.0, 60.0)
        last = session.log[-1][0] if session.log else released
        print(f"{name:<20}{max(0, last - released) * 1000:7.0f} ms after release, {sum(n for _, n in session.log):8} bytes in all", flush=True)
        session.end()


def main():
    args = [arg for arg in sys.argv[1:] if arg != "--slow"]
    binary = pathlib.Path(args[0] if args else ROOT / "target/release/plenary").resolve()
    sshd = shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin")
    measured = "--slow" in sys.argv
    if not sshd:
        print("sshd.py: no sshd here")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        for name in "host", "key":
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{name}"], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        pathlib.Path(folder, "config").write_text(CONFIG.format(port=port, dir=folder, command="none" if measured else f"{binary} --restricted"))
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        server = subprocess.Popen([sshd, "-D", "-e", "-f", f"{folder}/config"], stderr=subprocess.DEVNULL)
        try:
            time.sleep(0.5)
            if server.poll() is not None:
                print("sshd.py: sshd does not start here")
                sys.exit(77)
            good = slow(binary, folder, port) is None if measured else run(binary, folder, port)
        finally:
            server.terminate()
            server.wait()
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
