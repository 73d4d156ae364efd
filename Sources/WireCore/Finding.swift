/// Something that a wire module or a policy found, tied to where it was found.
public struct Finding: Hashable, Sendable {
  /// The rule broken.
  public var rule: Rule
  /// The severity: the rule's own, unless what was found calls for another.
  public var severity: Rule.Severity
  /// The index, in the order of completion, of the message that it concerns; `nil` where it
  /// concerns the connection or the capture.
  public var message: Int?
  /// The byte in question, counted from the first byte of the message (of its inflated payload
  /// where ``detail`` says so); `nil` where no single byte is.
  public var offset: Int?
  /// What was found, for a person: one sentence, control characters escaped.
  public var detail: String

  /// Makes a finding of the rule's own severity unless another is given.
  public init(
    _ rule: Rule, severity: Rule.Severity? = nil, message: Int? = nil, offset: Int? = nil, _ detail: String
  ) {
    self.rule = rule
    self.severity = severity ?? rule.defaultSeverity
    self.message = message
    self.offset = offset
    self.detail = detail
  }
}
