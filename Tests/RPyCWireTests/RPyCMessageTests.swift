import PythonValues
import RPyCWire
import TestSupport
import Testing
import WireCore

@Suite struct RPyCMessageTests {
  private func read(_ data: [UInt8], _ generation: RPyCGeneration? = nil, depth: Int = 100)
    throws(WireError) -> RPyCMessage
  {
    try RPyCMessage(data.span, generation: generation, limits: Limits(depth: depth))
  }

  /// The error that data is refused with.
  private func refusal(_ data: [UInt8], _ generation: RPyCGeneration? = nil, depth: Int = 100) -> WireError? {
    do throws(WireError) {
      _ = try read(data, generation, depth: depth)
      return nil
    } catch {
      return error
    }
  }

  private static let threads = RPyCThreadIDs(sender: 0x7F11_2233_4455, receiver: 9)
  private static let threadBytes = "00007f1122334455 0000000000000009"

  static let bodies: [RPyCMessage.Body] = [
    .request(.callAttribute, arguments: .tuple([.localReference(.bare(7)), .text("x"), .empty, .nothing])),
    .reply(.tuple([.value(.float(0.5)), .remoteReference(Talk.id("shop.Tea", 9)), .tuple([])])),
    .reply(.remoteReference(.described(15, className: "Shop", module: "shop"))),
    .exception(PythonException(module: "builtins", className: "KeyError", arguments: [.string("x")])),
  ]

  @Test(arguments: RPyCGeneration.allCases, [nil, threads])
  func comesBackWhole(generation: RPyCGeneration, threads: RPyCThreadIDs?) throws {
    for (index, body) in Self.bodies.enumerated() {
      for sequence in [0, 1, 159, 160, -49, 1 << 40] {
        let message = RPyCMessage(sequence: sequence, body: body, threads: threads)
        let data = try message.data(for: generation)
        for assumed in [generation, nil] {
          let back = try read(data, assumed)
          #expect(back.sequence == sequence)
          #expect(back.threads == threads)
          #expect(back.kind == [.request, .reply, .reply, .exception][index])
          #expect(try back.data(for: generation) == data)
        }
      }
    }
  }

  @Test(arguments: [
    (RPyCGeneration.six, "01 1151 1151 1152 10 1151 080a61"), (.fourFive, "12 5151 1151 1152 10 1151 080a61"),
    (.three, "12 5151 1151 1152 10 1151 080a61"),
  ])
  func writesEachFormByteForByte(generation: RPyCGeneration, hex: String) throws {
    var message = RPyCMessage(sequence: 1, body: .request(.ping, arguments: .tuple([.text("a")])))
    #expect(try message.data(for: generation) == hexBytes(hex))
    message.threads = Self.threads
    #expect(try message.data(for: generation) == hexBytes(Self.threadBytes + hex))
  }

  private static let noMessage = "it is no (kind, number, body)"
  private static let noRequest = "its body is no (handler, arguments)"
  private static let noBox = "it is no (label, value)"
  private static let noID = "it has none of the known forms"

  @Test(
    arguments: [
      ("01 51", .syntax, 1, "it is no tuple"), ("12 00", .truncated, 2, ""),
      ("04 11 51 50", .syntax, 0, noMessage),
      ("00 11 51 50", .syntax, 0, noMessage), ("01 12 51 50 50", .syntax, 0, noMessage),
      ("01 10 51", .syntax, 0, noMessage), ("01 11 00 50", .syntax, 0, noMessage),
      ("12 54 51 50", .syntax, 0, noMessage), ("12 00 51 50", .syntax, 0, noMessage),
      ("01 11 51 51", .syntax, 0, noRequest), ("01 11 51 12 51 50 50", .syntax, 0, noRequest),
      ("01 11 51 11 00 11 51 02", .syntax, 0, noRequest), ("12 51 51 51", .syntax, 0, noRequest),
      ("01 11 51 11 b3 11 51 02", .unsupported, 0, "handler 99"),
      ("01 11 51 11 4f 11 51 02", .unsupported, 0, "handler -1"),
      ("01 11 51 11 51 51", .syntax, 0, noBox), ("02 11 51 51", .syntax, 0, noBox),
      ("02 11 51 12 51 50 50", .syntax, 0, noBox), ("02 11 51 11 55 50", .syntax, 0, noBox),
      ("02 11 51 11 50 50", .syntax, 0, noBox), ("02 11 51 11 00 50", .syntax, 0, noBox),
      ("02 11 51 11 52 50", .syntax, 0, "label 2 is on something other than a tuple"),
      ("02 11 51 11 54 57", .syntax, 0, noID), ("02 11 51 11 53 00", .syntax, 0, noID),
      ("02 11 51 11 53 11 57 57", .syntax, 0, noID), ("02 11 51 11 53 12 57 57 57", .syntax, 0, noID),
      ("02 11 51 11 54 12 0a61 57 00", .syntax, 0, noID), ("02 11 51 11 51 50 00", .trailing, 6, ""),
      ("02 11 51 11 51", .truncated, 5, ""), ("12 52 51 11 51", .truncated, 5, ""),
    ] as [(String, WireError.Kind, Int, String)])
  func rejectsWhatIsNoMessage(hex: String, kind: WireError.Kind, offset: Int, detail: String) {
    let error = refusal(hexBytes(hex))
    #expect(error?.kind == kind, "\(String(describing: error))")
    #expect(error?.offset == offset, "\(String(describing: error))")
    if !detail.isEmpty { #expect(error?.detail == detail) }
  }

  /// Behind thread ids, offsets count from the first byte all the same.
  @Test(
    arguments: [
      ("01 11 51 51", .syntax, 16), ("01 11 51 11 b3 11 51 02", .unsupported, 16),
      ("02 11 51 11 51", .truncated, 21), ("02 11 51 11 51 50 00", .trailing, 22),
      ("02 11 51 11 52 50", .syntax, 16),
    ] as [(String, WireError.Kind, Int)])
  func locatesWhatIsWrongBehindThreadIDs(hex: String, kind: WireError.Kind, offset: Int) {
    let error = refusal(hexBytes(Self.threadBytes + hex))
    #expect(error?.kind == kind)
    #expect(error?.offset == offset)
  }

  @Test(arguments: [
    ("12 5251 1151 50", RPyCGeneration.six), ("02 1151 1151 50", .fourFive), ("02 1151 1151 50", .three),
  ])
  func rejectsAnotherGeneration(hex: String, generation: RPyCGeneration) {
    for (threads, offset) in [("", 0), (Self.threadBytes, 16)] {
      let data = hexBytes(threads + hex)
      #expect(refusal(data) == nil)
      #expect(
        refusal(data, generation)
          == WireError(.unsupported, at: offset, reading: "an RPyC message", "it is of another generation"))
    }
  }

  @Test func rejectsAnEmptyMessage() {
    let error = WireError(.truncated, at: 0, reading: "an RPyC message", "it is empty")
    #expect(refusal([]) == error)
    #expect(refusal([], .six) == error)
    #expect(refusal([], .three) == error)
  }

  @Test func nestingStopsAt200Levels() {
    // The value in the argument is on level 6.
    func data(_ levels: Int) -> [UInt8] {
      hexBytes("01 1151 1151 1152 10 1151") + [UInt8](repeating: 0x10, count: levels - 5) + [0x50]
    }
    #expect(refusal(data(200), depth: 1_000) == nil)
    #expect(refusal(data(201), depth: 1_000)?.kind == .limit)
    #expect(refusal(data(100)) == nil)
    #expect(refusal(data(101))?.kind == .limit)
  }

  // MARK: Boxes

  private func box(_ value: PythonValue) -> WireError? {
    do throws(WireError) {
      _ = try RPyCBox(value)
      return nil
    } catch {
      return error
    }
  }

  @Test func boxesStopAt100Levels() {
    func nested(_ levels: Int) -> PythonValue {
      (1..<levels).reduce(RPyCBox.nothing) { box, _ in .tuple([box]) }.value
    }
    #expect(box(nested(100)) == nil)
    #expect(
      box(nested(101)) == WireError(.limit, at: 0, reading: "a box", "nested deeper than 100 levels"))
  }

  @Test(arguments: [
    (PythonValue.int(7), RPyCObjectID.bare(7)),
    (.tuple([.int(7), .string("C"), .bytes([0x6D])]), .described(7, className: "C", module: "m")),
    (.tuple([.bytes([0x43]), .int(1), .int(2)]), .pack(name: "C", classID: 1, instanceID: 2)),
  ])
  func readsObjectIDsOfEachGeneration(value: PythonValue, id: RPyCObjectID) throws {
    guard case .localReference(let found) = try RPyCBox(.tuple([.int(3), value])) else {
      Issue.record("no reference")
      return
    }
    #expect(found == id)
  }

  // MARK: Tables

  @Test func kindsLabelsAndGenerationsAreRPyCs() {
    #expect(RPyCMessageKind.allCases.map(\.rawValue) == [1, 2, 3])
    #expect(RPyCMessageKind.allCases.map(\.name) == ["REQUEST", "REPLY", "EXCEPTION"])
    #expect(RPyCLabel.allCases.map(\.rawValue) == [1, 2, 3, 4])
    #expect(RPyCGeneration.allCases.map(\.rawValue) == ["3", "4-5", "6"])
    #expect(
      RPyCGeneration.allCases.map(\.versions) == ["rpyc 3 or 4.0", "rpyc 4.1 to 5.3", "rpyc 6.0 or later"])
  }

  /// The handlers of `rpyc.core.consts`, and how many arguments each takes in `rpyc.core.protocol`.
  @Test func handlersAreRPyCs() {
    let handlers = [
      "1 PING 1...1", "2 CLOSE 0...0", "3 GETROOT 0...0", "4 GETATTR 2...2", "5 DELATTR 2...2",
      "6 SETATTR 3...3",
      "7 CALL 2...3", "8 CALLATTR 3...4", "9 REPR 1...1", "10 STR 1...1", "11 CMP 2...3", "12 HASH 1...1",
      "13 DIR 1...1", "14 PICKLE 2...2", "15 DEL 1...2", "16 INSPECT 1...1", "17 BUFFITER 2...2",
      "18 OLDSLICING 6...6", "19 CTXEXIT 2...2", "20 INSTANCECHECK 2...2",
    ]
    #expect(RPyCHandler.allCases.map { "\($0.rawValue) \($0.name) \($0.argumentCounts)" } == handlers)
  }

  // MARK: Frames

  @Test func largeDataIsCompressed() throws {
    for (count, isCompressed) in [(3_000, false), (3_001, true)] {
      let data = [UInt8](repeating: 7, count: count)
      let frame = try RPyCEncoder().frame(data: data)
      #expect(frame[4] == (isCompressed ? 1 : 0))
      #expect(frame.last == 0x0A)
      #expect(Array(frame[..<4]) == [0, 0, UInt8((frame.count - 6) >> 8), UInt8((frame.count - 6) & 0xFF)])
      let content = Array(frame[5..<frame.count - 1])
      #expect(try (isCompressed ? inflated(content) : content) == data)
      #expect(try RPyCEncoder(compresses: false).frame(data: data)[4] == 0)
    }
  }

  private func inflated(_ bytes: [UInt8]) throws -> [UInt8] { try inflate(bytes.span) }
}
