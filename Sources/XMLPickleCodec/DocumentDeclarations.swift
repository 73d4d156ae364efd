import WireCore

extension DocumentReader {
  /// XMLP-3, XMLP-4: a document type may name Gnosis's own external subset, which is never opened,
  /// and declare nothing; entities but XML's five are not there.
  mutating func declaration(_ kind: XMLDeclaration, name: String, identifier: String?) throws(WireError) {
    switch kind {
    case .documentType:
      guard let identifier, identifier != "PyObjects.dtd" else { return }
      note(.foreignDocumentType(identifier))
      throw error(.forbidden, "document type", "it names another external subset than PyObjects.dtd")
    case .internalEntity:
      note(.internalEntity(name: name))
      throw error(.forbidden, "entity declaration", "documents may not declare entities")
    case .externalEntity:
      note(.externalEntity(name: name, identifier: identifier ?? ""))
      throw error(.forbidden, "entity declaration", "documents may not declare external entities")
    case .entityReference:
      note(.entityReference(name: name))
      throw error(.forbidden, "entity reference", "documents may use no entity but XML's five")
    case .other:
      note(.declaration(name: name))
      throw error(.forbidden, "declaration", "documents may not declare elements, attributes or notations")
    }
  }
}
