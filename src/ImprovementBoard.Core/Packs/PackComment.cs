using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Packs;

/// <summary>What somebody said about a draft, or about a pack that waits for approval. Kept for ever with the pack.</summary>
public sealed class PackComment : IProgrammeRow
{
    /// <summary>Longest name of a section, in characters.</summary>
    public const int SectionMaxLength = 80;

    /// <summary>Key, in the order they were written.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The pack.</summary>
    public int PackId { get; set; }

    /// <summary>The pack.</summary>
    public Pack? Pack { get; set; }

    /// <summary>What it is about, as it is cited, such as "Table 2.1"; empty for the whole pack.</summary>
    public string Section { get; set; } = "";

    /// <summary>What was said.</summary>
    public required string Words { get; set; }

    /// <summary>The instant, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The programme's date then.</summary>
    public DateOnly On { get; set; }

    /// <summary>Role title of who said it.</summary>
    public required string By { get; set; }

    /// <summary>What the programme office did about it, or empty while it is open.</summary>
    public string Answer { get; set; } = "";

    /// <summary>The programme's date of the answer, or null.</summary>
    public DateOnly? AnsweredOn { get; set; }

    /// <summary>Role title of who answered, or null.</summary>
    public string? AnsweredBy { get; set; }

    /// <summary>Says what was done about it, once.</summary>
    /// <exception cref="RuleException">It is answered already, or the answer is missing or too long.</exception>
    public void Resolve(string? answer, Actor by, DateOnly today)
    {
        if (AnsweredOn is not null)
            throw new RuleException("This comment is answered already. Load the page again and read the answer.");
        Answer = Text.Required(answer, nameof(Answer), "Write what was done about it, or why nothing is.", Pack.TextMaxLength);
        (AnsweredOn, AnsweredBy) = (today, by.Title);
    }
}
