/// What is fuzzed: a name, and a function that throws where an input breaks a promise.
///
/// The function is the whole test: a fuzzer, a replay and a unit test call the same one.
public struct FuzzTarget: Sendable {
  /// The name, of the program that fuzzes it too.
  public let name: String
  /// The most memory that the function may hold at once: so many bytes for each byte of the input, beside
  /// ``fixedBytes``.
  public let bytesPerByte: Int
  /// The most steps (edges of the control flow taken) for each byte of the input, beside a million.
  public let stepsPerByte: Int
  /// Throws a ``Violation`` where an input breaks a promise.
  public let check: @Sendable (_ input: [UInt8]) throws(Violation) -> Void

  /// What any target may hold besides: tables, buffers, messages.
  public static let fixedBytes = 16 << 20

  /// What its inputs are of: `serpent` for `serpent-differential` too, which has the same seeds and mutations.
  public var format: String { String(name.prefix { $0 != "-" }) }

  /// Makes a target.
  public init(
    _ name: String, bytesPerByte: Int = 2_000, stepsPerByte: Int = 20_000,
    check: @escaping @Sendable ([UInt8]) throws(Violation) -> Void
  ) {
    self.name = name
    self.bytesPerByte = bytesPerByte
    self.stepsPerByte = stepsPerByte
    self.check = check
  }

  /// All targets.
  public static let all: [FuzzTarget] = [
    FuzzTarget("serpent", check: SerpentInvariants.check),
    FuzzTarget("brine", check: BrineInvariants.check),
    FuzzTarget("vinegar", check: VinegarInvariants.check),
    FuzzTarget("gnosis", check: { bytes throws(Violation) in try XMLPickleInvariants.check(bytes, .gnosis) }),
    FuzzTarget("pyxml", check: { bytes throws(Violation) in try XMLPickleInvariants.check(bytes, .pyxml) }),
    FuzzTarget("pickle", check: InertReaderInvariants.pickle),
    FuzzTarget("marshal", check: InertReaderInvariants.marshal),
    FuzzTarget("msgpack", check: InertReaderInvariants.messagePack),
    FuzzTarget("json", check: InertReaderInvariants.json),
    FuzzTarget("pyro3", check: StreamInvariants.pyro3),
    FuzzTarget("pyro4", check: StreamInvariants.pyro4),
    FuzzTarget("pyro5", check: StreamInvariants.pyro5),
    FuzzTarget("rpyc", check: StreamInvariants.rpyc),
    FuzzTarget("datagram", check: DatagramInvariants.check),
    FuzzTarget("capture", check: CaptureInvariants.check),
    FuzzTarget("reassembly", check: ReassemblyInvariants.check),
    FuzzTarget("verdict", check: VerdictInvariants.check),
    FuzzTarget("policy", check: PolicyInvariants.check),
    FuzzTarget("typedjson", check: TypedJSONInvariants.check),
    FuzzTarget("testee", check: TypedJSONInvariants.checkTestee),
  ]

  /// The target of a name.
  public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}
