using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Access;

/// <summary>An administrator looked through who has access and found it right.</summary>
public sealed class AccessReview : IProgrammeRow
{
    /// <summary>Longest note, in characters; and days after which access should be reviewed again.</summary>
    public const int NoteMaxLength = 1000, EveryDays = 92;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The programme's date.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who reviewed it.</summary>
    public required string By { get; set; }

    /// <summary>How many people had access then.</summary>
    public int People { get; set; }

    /// <summary>What was found or changed, in their words; may be empty.</summary>
    public string Note { get; set; } = "";

    /// <summary>A review of today.</summary>
    /// <exception cref="RuleException">The note is too long.</exception>
    public static AccessReview Of(int people, string? note, Actor by, DateOnly today)
    {
        if (Text.Clean(note) is { Length: > NoteMaxLength } words)
            throw Text.Fault(words, nameof(Note), "", NoteMaxLength)!;
        return new() { ProgrammeId = by.ProgrammeId, On = today, By = by.Title, People = people, Note = Text.Clean(note) };
    }
}
