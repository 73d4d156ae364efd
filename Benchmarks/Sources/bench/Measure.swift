import Foundation

/// One measured row. `run.py` joins rows of ours and of the peers by workload and task.
struct Row: Encodable {
  var workload: String
  var task: String
  var who = "pickleproof"
  /// The best of all runs, in milliseconds, for the whole workload.
  var milliseconds: Double
  /// Size of the workload in the format measured.
  var bytes: Int
  /// Peak memory of the process above what it had before, in bytes, where it was measured.
  var peak: Int?

  func print() {
    guard let data = try? JSONEncoder().encode(self) else { return }
    FileHandle.standardOutput.write(data + Data([0x0A]))
  }
}

/// The shortest time of `body` in milliseconds: it runs for about `seconds`, and five times at least.
///
/// Processor time of the thread is counted, so that other programs are not. The best run is what the
/// code costs; the others also have what else the machine did to its caches.
func best(seconds: Double, _ body: () throws -> Void) rethrows -> Double {
  let start = processorTime()
  var shortest = Double.infinity
  var runs = 0
  while runs < 5 || processorTime() - start < seconds {
    let began = processorTime()
    try body()
    shortest = min(shortest, processorTime() - began)
    runs += 1
  }
  return shortest * 1e3
}

/// The processor time that this thread has used, in seconds.
private func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Keeps the compiler from dropping what was computed.
@inline(never)
func keep<Value>(_ value: borrowing Value) {}

/// A workload as it lies in its file: one document, or many, each with its length before it.
struct Workload {
  let name: String
  let documents: [[UInt8]]

  init(name: String, format: String, folder: URL) throws {
    self.name = name
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "\(name).\(format)")))
    documents = name == "messages" ? Workload.split(bytes) : [bytes]
  }

  var bytes: Int { documents.reduce(0) { $0 + $1.count } }

  private static func split(_ bytes: [UInt8]) -> [[UInt8]] {
    var documents: [[UInt8]] = []
    var at = 0
    while at + 4 <= bytes.count {
      let length = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      documents.append(Array(bytes[at + 4..<at + 4 + length]))
      at += 4 + length
    }
    return documents
  }
}
