import PythonValues

extension PythonException {
  /// The exception as rpyc prints it to a Python user: its class, what `str` says of it, and the remote
  /// traceback. Line feeds and tabs stand as they are, other control characters and those that
  /// change the direction of text are escaped: it is safe to print.
  public var remoteDescription: String {
    let message = remoteMessage
    let name = [displayedModule, className].compactMap(\.self).joined(separator: ".")
    var text = message.isEmpty ? name : "\(name): \(message)"
    if !traceback.isEmpty {
      let start = "\n\n========= Remote Traceback "
      let count = traceback.split(separator: start, omittingEmptySubsequences: false).count
      text += "\(start)(\(count)) =========\n\(traceback)"
    }
    return text.escapingControls
  }

  private var displayedModule: String? {
    module == "builtins" || module == "exceptions" || module == "__builtin__" ? nil : module
  }

  /// What Python's `str` says of the exception.
  public var remoteMessage: String {
    guard displayedModule == nil else { return plainMessage }
    switch className {
    case "KeyError" where arguments.count == 1: return arguments[0].repr
    case "SyntaxError", "IndentationError", "TabError": return syntaxMessage ?? plainMessage
    case "ImportError", "ModuleNotFoundError":
      if case .string(let text)? = attribute("msg") { return text }
      return plainMessage
    case "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeTranslateError":
      return codecMessage ?? plainMessage
    default: return systemMessage ?? plainMessage
    }
  }

  /// What `BaseException` says: nothing, its argument, or all of them.
  private var plainMessage: String {
    switch arguments.count {
    case 0: ""
    case 1: arguments[0].asText
    default: PythonValue.tuple(arguments).repr
    }
  }

  /// What `OSError` and its kin say, to go by their attributes. rpyc sets all of them, those that are
  /// `None` too, and Python prints what is set: `[Errno None] None: None -> None`.
  private var systemMessage: String? {
    guard let number = attribute("errno"), let text = attribute("strerror") else { return nil }
    let message = "[Errno \(number.asText)] \(text.asText)"
    guard let file = attribute("filename") else { return message }
    guard let other = attribute("filename2") else { return "\(message): \(file.repr)" }
    return "\(message): \(file.repr) -> \(other.repr)"
  }

  /// What `SyntaxError` says: its message, and the file and line.
  private var syntaxMessage: String? {
    guard let text = attribute("msg") else { return nil }
    let line = attribute("lineno").flatMap { value -> String? in
      if case .int(let number) = value { "line \(number)" } else { nil }
    }
    let file = attribute("filename").flatMap { value -> String? in
      guard case .string(let path) = value else { return nil }
      return String(path.split(separator: "/", omittingEmptySubsequences: false).last ?? "")
    }
    let place = [file, line].compactMap(\.self).joined(separator: ", ")
    return place.isEmpty ? text.asText : "\(text.asText) (\(place))"
  }

  /// What `UnicodeError` and its kin say: what could not be coded, and where.
  private var codecMessage: String? {
    guard let object = attribute("object"), let reason = attribute("reason"),
      case .int(let start)? = attribute("start"), case .int(let end)? = attribute("end")
    else { return nil }
    // A UnicodeTranslateError has an encoding too, which is None.
    let codec = attribute("encoding")?.stringValue.map { "'\($0)' codec " } ?? ""
    let verb =
      className == "UnicodeDecodeError"
      ? "decode" : className == "UnicodeEncodeError" ? "encode" : "translate"
    let unit = className == "UnicodeDecodeError" ? "byte" : "character"
    guard end &- start == 1, let culprit = object.unit(at: start) else {
      return "\(codec)can't \(verb) \(unit)s in position \(start)-\(end &- 1): \(reason.asText)"
    }
    return "\(codec)can't \(verb) \(unit) \(culprit) in position \(start): \(reason.asText)"
  }

  private func attribute(_ name: String) -> PythonValue? { attributes.last { $0.name == name }?.value }
}

extension PythonValue {
  /// What `str` says of the value.
  fileprivate var asText: String {
    if case .string(let text) = self { text } else { repr }
  }

  /// The byte or character at a place of bytes or text, as the errors of codecs print it.
  fileprivate func unit(at place: Int64) -> String? {
    guard let place = Int(exactly: place), place >= 0 else { return nil }
    switch self {
    case .bytes(let bytes):
      return place < bytes.count ? "0x" + padded(UInt32(bytes[place]), 2) : nil
    case .string(let text):
      guard let scalar = text.unicodeScalars.dropFirst(place).first?.value else { return nil }
      return switch scalar {
      case ...0xFF: "'\\x\(padded(scalar, 2))'"
      case ...0xFFFF: "'\\u\(padded(scalar, 4))'"
      default: "'\\U\(padded(scalar, 8))'"
      }
    default: return nil
    }
  }

  private func padded(_ number: UInt32, _ width: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension String {
  /// With control characters but line feeds and tabs, and invisible formatting ones, escaped as
  /// Python escapes them.
  fileprivate var escapingControls: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where scalar != "\n" && scalar != "\t", .format, .lineSeparator, .paragraphSeparator:
        text += PythonValue.string(String(scalar)).repr.dropFirst().dropLast()
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
