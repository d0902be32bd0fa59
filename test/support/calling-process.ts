/** Which process is at the other end of a loopback connection: the only thing that every call tells, whatever it carries. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Socket } from "node:net";

const known = new WeakMap<Socket, number>();

/** The process id among `candidates` that opened this connection; undefined where none did, or without Linux's /proc. */
export function callingProcess(socket: Socket, candidates: readonly number[]): number | undefined {
  const seen = known.get(socket);
  if (seen !== undefined) return seen;
  const inode = inodeOf(socket);
  const found = inode === undefined ? undefined : candidates.find((pid) => holds(pid, `socket:[${inode}]`));
  if (found !== undefined) known.set(socket, found);
  return found;
}

/** The caller's end of the connection in the kernel's table: its local port is the peer's port here. */
function inodeOf({ remotePort, localPort }: Socket): string | undefined {
  if (remotePort === undefined || localPort === undefined) return undefined;
  const [from, to] = [hexPort(remotePort), hexPort(localPort)];
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of linesOf(table)) {
      const [, local = "", remote = "", , , , , , , inode] = line.trim().split(/\s+/);
      if (local.endsWith(from) && remote.endsWith(to)) return inode;
    }
  }
  return undefined;
}

const hexPort = (port: number): string => `:${port.toString(16).toUpperCase().padStart(4, "0")}`;

function linesOf(table: string): readonly string[] {
  try {
    return readFileSync(table, "latin1").split("\n");
  } catch {
    return [];
  }
}

function holds(pid: number, socket: string): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some((handle) => linkOf(`${folder}/${handle}`) === socket);
  } catch {
    return false;
  }
}

/** A handle may be closed between listing and reading. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
