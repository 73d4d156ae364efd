import Foundation

/// `bench FOLDER [SECONDS [TASK [WORKLOAD]]]`: measures the codecs and prints a JSON row each.
/// `bench FOLDER SECONDS codable`: types beside Foundation's JSON.
/// `bench --peak TASK FOLDER WORKLOAD`: does it once and prints the peak memory.
/// `bench --who NAME …`: as any of these, with another name than `pickleproof` in the rows.
@main
struct Bench {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    var who = "pickleproof"
    if arguments.first == "--who", arguments.count > 1 {
      who = arguments[1]
      arguments.removeFirst(2)
    }
    if arguments.first == "--peak", arguments.count == 4 {
      return try peak(task: arguments[1], folder: arguments[2], workload: arguments[3])
    }
    guard !arguments.isEmpty else { return usage() }
    let folder = URL(fileURLWithPath: arguments.removeFirst())
    let seconds = arguments.isEmpty ? 1 : Double(arguments.removeFirst()) ?? 1
    let wanted = arguments.first
    let only = arguments.dropFirst().first
    if wanted == "codable" { return try TypedRecords.measure(seconds: seconds) }
    for task in Tasks.all where wanted == nil || wanted == task.name || wanted == "all" {
      for name in task.workloads where only == nil || only == name {
        let workload = try Workload(name: name, format: task.format, folder: folder)
        let body = try task.prepare(workload)
        let time = try best(seconds: seconds, body)
        Row(
          workload: name, task: task.name, who: task.who ?? who, milliseconds: time, bytes: workload.bytes
        ).print()
      }
    }
  }

  private static func usage() {
    print("usage: bench [--who NAME] FOLDER [SECONDS [TASK [WORKLOAD]]] | bench --peak TASK FOLDER WORKLOAD")
  }

  /// How far the process grew while the task ran, the document in memory before.
  private static func peak(task: String, folder: String, workload name: String) throws {
    guard let task = Tasks.all.first(where: { $0.name == task }) else { return usage() }
    let workload = try Workload(name: name, format: task.format, folder: URL(fileURLWithPath: folder))
    let body = try task.prepare(workload)
    let before = residentBytes("VmRSS")
    resetPeak()
    try body()
    let after = residentBytes("VmHWM")
    Row(
      workload: name, task: task.name, milliseconds: 0, bytes: workload.bytes, peak: max(0, after - before)
    ).print()
  }

  /// Linux only: forgets the highest resident size.
  private static func resetPeak() {
    try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
  }

  /// A size from the kernel's account of this process; 0 where there is none.
  private static func residentBytes(_ key: String) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix(key) })
    else { return 0 }
    return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1024
  }
}
