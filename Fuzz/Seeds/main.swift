// Makes seed corpora of the fixtures: fuzz-seeds FIXTURES OUTPUT.
import Foundation

guard CommandLine.arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: fuzz-seeds FIXTURES OUTPUT\n".utf8))
  exit(2)
}
let writer = SeedWriter(output: URL(fileURLWithPath: CommandLine.arguments[2]))
try SeedMaker(fixtures: URL(fileURLWithPath: CommandLine.arguments[1]), writer: writer).run()
for (target, count) in writer.counts.sorted(by: { $0.key < $1.key }) { print("\(target): \(count) seeds") }
