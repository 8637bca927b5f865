"""The SDK's bidirectional streams against an HTTP/2 server that shares no code with it: the protocol is h2's, signatures and
frames are checked by event_signing.py. The server answers each event before the next is sent, and says what it saw."""

import base64
import json
import os
import socket
import ssl
import subprocess
import tempfile
import threading

import h2.config
import h2.connection
import h2.errors
import h2.events

import event_signing
from harness import KEY, REGION, SECRET, check, section


class Session:
    """One stream of a connection: what came, and what is to be answered."""

    def __init__(self, mode):
        self.mode = mode
        self.seed = None
        self.prior = None
        self.data = b""
        self.log = []
        self.turns = 0
        self.isEnded = False
        self.waiting = b""
        self.endsAfterWaiting = False


class Server:
    """An HTTP/2 server, a thread for each connection. The model's name in the path says how it behaves."""

    def __init__(self, folder=None):
        self.sessions = []
        self.lock = threading.Lock()
        self.context = None
        if folder:
            self.certificate = certificate(folder)
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(self.certificate, os.path.join(folder, "key.pem"))
            self.context.set_alpn_protocols(["h2"])
        self.socket = socket.create_server(("127.0.0.1", 0))
        scheme = "https" if folder else "http"
        self.url = f"{scheme}://127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def stop(self):
        self.socket.close()

    def logs(self, mode):
        with self.lock:
            return [session.log for session in self.sessions if session.mode == mode]

    def accept(self):
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            if self.context:
                client = self.context.wrap_socket(client, server_side=True)
            Connection(self, client).run()
        except (OSError, ssl.SSLError):
            pass
        finally:
            client.close()


class Connection:
    def __init__(self, server, client):
        self.server = server
        self.client = client
        self.h2 = h2.connection.H2Connection(config=h2.config.H2Configuration(client_side=False))
        self.sessions = {}
        self.held = {}

    def run(self):
        self.h2.initiate_connection()
        self.flush()
        while data := self.client.recv(65536):
            for event in self.h2.receive_data(data):
                self.handle(event)
            self.send_waiting()
            self.flush()
        for session in self.sessions.values():
            if not session.isEnded:
                session.log.append("left by the client")

    def flush(self):
        if data := self.h2.data_to_send():
            self.client.sendall(data)

    def handle(self, event):
        if isinstance(event, h2.events.RequestReceived):
            self.open(event)
        elif isinstance(event, h2.events.DataReceived):
            self.receive(event)
        elif isinstance(event, h2.events.StreamEnded):
            session = self.sessions[event.stream_id]
            session.log.append("request ended")
            if not session.isEnded:
                session.log.append("without a signed end")
                self.end(event.stream_id, session)
        elif isinstance(event, h2.events.StreamReset):
            self.sessions[event.stream_id].log.append("left by the client")

    def open(self, event):
        headers = [(name.decode(), value.decode()) for name, value in event.headers]
        fields = dict(headers)
        session = Session(fields[":path"].split("/")[2].removeprefix("test."))
        self.sessions[event.stream_id] = session
        with self.server.lock:
            self.server.sessions.append(session)
        plain = [("host", fields[":authority"])] + [pair for pair in headers if not pair[0].startswith(":")]
        try:
            session.seed, session.region, session.service = event_signing.check_request(
                fields[":method"], fields[":path"], plain, SECRET)
            session.prior = session.seed
            session.log.append("opened")
        except (event_signing.Refused, KeyError, ValueError) as error:
            session.log.append(f"refused: {error}")
            session.isEnded = True
            return self.refuse(event.stream_id, "InvalidSignatureException", str(error))
        if session.mode == "reject":
            session.isEnded = True
            return self.refuse(event.stream_id, "ThrottlingException", "Too many sessions.", 429)
        if session.mode != "late":
            self.head(event.stream_id)

    def refuse(self, stream, code, message, status=403):
        self.h2.send_headers(stream, [
            (":status", str(status)), ("content-type", "application/json"), ("x-amzn-errortype", code),
            ("x-amzn-requestid", "request-of-h2")])
        self.h2.send_data(stream, json.dumps({"message": message}).encode(), end_stream=True)

    def head(self, stream):
        self.h2.send_headers(stream, [
            (":status", "200"), ("content-type", "application/vnd.amazon.eventstream"),
            ("x-amzn-requestid", "request-of-h2")])

    def receive(self, event):
        session = self.sessions[event.stream_id]
        if session.mode == "slow" and len(session.log) < 2:
            # No window is given back for a while: the client must stop, and go on afterwards.
            session.log.append("window held")
            self.held[event.stream_id] = 0
            threading.Timer(1.0, self.release, (event.stream_id,)).start()
        if event.stream_id in self.held:
            self.held[event.stream_id] += event.flow_controlled_length
        else:
            self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        session.data += event.data
        try:
            while not session.isEnded and (frame := event_signing.decode(session.data)):
                headers, payload, session.data = frame
                self.event(event.stream_id, session, headers, payload)
        except (event_signing.Refused, KeyError) as error:
            session.log.append(f"refused: {error}")
            self.finish(event.stream_id, session, exception("validationException", str(error)))

    def release(self, stream):
        # Runs on the timer's thread, while this connection's own waits for bytes that cannot come.
        self.sessions[stream].log.append(f"window released after {self.held[stream]} bytes")
        self.h2.acknowledge_received_data(self.held.pop(stream), stream)
        self.flush()

    def event(self, stream, session, headers, payload):
        expected = event_signing.event_signature(
            SECRET, session.region, session.service, session.prior, headers[":date"], payload)
        if headers[":chunk-signature"] != expected:
            raise event_signing.Refused("the signature of an event is wrong")
        session.prior = expected.hex()
        if not payload:
            session.log.append("signed end")
            return self.finish(stream, session, chunk({
                "amazon-bedrock-invocationMetrics": {"inputTokenCount": session.turns, "outputTokenCount": 7}}))
        inner, document, _ = event_signing.decode(payload)
        if inner[":message-type"] != "event" or inner[":event-type"] != "chunk":
            raise event_signing.Refused("the message is no chunk")
        heard = base64.b64decode(json.loads(document)["bytes"])
        session.turns += 1
        session.log.append(f"heard {session.turns}")
        if session.turns == 1 and session.mode == "late":
            self.head(stream)
        if session.turns == 2:
            if session.mode == "reset":
                session.isEnded = True
                return self.h2.reset_stream(stream, h2.errors.ErrorCodes.INTERNAL_ERROR)
            if session.mode == "exception":
                return self.finish(stream, session, exception("modelStreamErrorException", "The model lost its voice."))
            if session.mode == "close":
                self.flush()
                raise OSError("the connection ends")
        if session.mode == "flood":
            for _ in range(64):
                session.waiting += chunk({"bytes": "x" * 65_000})
        elif session.mode != "slow" or session.turns % 100 == 0:
            session.waiting += chunk({"turn": session.turns, "heard": len(heard)})
        session.log.append(f"answered {session.turns}")

    def finish(self, stream, session, frame):
        session.isEnded = True
        session.waiting += frame
        session.endsAfterWaiting = True

    def end(self, stream, session):
        session.isEnded = True
        session.endsAfterWaiting = True

    def send_waiting(self):
        for stream, session in self.sessions.items():
            while session.waiting or session.endsAfterWaiting:
                room = min(self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size)
                part, rest = session.waiting[:room], session.waiting[room:]
                if session.waiting and not part:
                    break
                isLast = session.endsAfterWaiting and not rest
                self.h2.send_data(stream, part, end_stream=isLast)
                session.waiting = rest
                if isLast:
                    session.endsAfterWaiting = False
                    break


def chunk(document):
    payload = json.dumps({"bytes": base64.b64encode(json.dumps(document).encode()).decode()})
    return event_signing.encode(
        [(":event-type", "chunk"), (":content-type", "application/json"), (":message-type", "event")], payload.encode())


def exception(name, message):
    return event_signing.encode(
        [(":exception-type", name), (":content-type", "application/json"), (":message-type", "exception")],
        json.dumps({"message": message}).encode())


def certificate(folder):
    path = os.path.join(folder, "certificate.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", os.path.join(folder, "key.pem"),
         "-out", path], check=True, capture_output=True)
    return path


def run(program):
    with tempfile.TemporaryDirectory() as folder:
        for title, server in (("HTTP/2", Server()), ("HTTP/2 over TLS", Server(folder))):
            with section(f"bidirectional streams, {title}"):
                drive(program, server, title)
            server.stop()


def drive(program, server, title):
    arguments = [server.url] + ([server.certificate] if server.context else [])
    environment = os.environ | {"AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, timeout=120)
    lines = [line for line in done.stdout.splitlines() if line]
    for line in lines:
        verdict, name = line.split(" ", 1)
        name, _, detail = name.partition(": ") if verdict != "ok" else (name, "", "")
        check(f"{title}: {name}", verdict == "ok", detail)
    check(f"{title}: the program ran to its end", done.returncode == 0 and len(lines) >= 9, done.stderr)
    for mode in ("turns", "late"):
        expected = ["opened"]
        for turn in range(1, 6):
            expected += [f"heard {turn}", f"answered {turn}"]
        expected += ["signed end", "request ended"]
        check(f"{title}: the server answered each event of '{mode}' before the next came, all signatures held",
              server.logs(mode) == [expected], server.logs(mode))
    slow = server.logs("slow")
    check(f"{title}: the client stopped at the server's window",
          len(slow) == 1 and any(line.startswith("window released after 65535") for line in slow[0]), slow[0][:4])
    for mode in ("left", "cancelled"):
        log = server.logs(mode)[0]
        check(f"{title}: the server sees that '{mode}' was left before its end",
              log[-1] == "left by the client" and "request ended" not in log, log)
