/// A place in a coding path that no type has a key for: an element of a list, or a name.
package struct PlaceKey: CodingKey {
  package let stringValue: String
  package let intValue: Int?

  /// The element at this index.
  package init(_ index: Int) { (stringValue, intValue) = ("Index \(index)", index) }

  /// The entry of this name.
  package init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }

  package init?(intValue: Int) { self.init(intValue) }

  /// What a class's own value is kept under, beside those of the class derived from it.
  package static let superclass = PlaceKey(stringValue: "super")
}
