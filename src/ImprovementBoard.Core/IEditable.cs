namespace ImprovementBoard.Core;

/// <summary>
/// Something people edit. <see cref="Version"/> changes with every save, set by the program because SQLite has no
/// row version; a save that started from an older version is refused.
/// </summary>
public interface IEditable
{
    /// <summary>Changes with every save.</summary>
    Guid Version { get; set; }
}
