using ImprovementBoard.Core.Actions;
using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Evidence;

/// <summary>A file that was checked and is to be stored.</summary>
/// <param name="Name">Its cleaned name, for people.</param>
/// <param name="MediaType">Found by looking at the content.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes, 64 lower-case hexadecimal digits. It is also the key under which it is stored.</param>
public sealed record EvidenceFile(string Name, string MediaType, long Size, string Sha256);

/// <summary>One file or link of a piece of evidence. Written once; at the end of its period the file or link goes and the rest stays.</summary>
public sealed class EvidenceVersion : IProgrammeRow
{
    /// <summary>Longest link, in characters.</summary>
    public const int LinkMaxLength = 500;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>The evidence it belongs to.</summary>
    public int EvidenceItemId { get; set; }

    /// <summary>1, 2, 3 and so on within the evidence.</summary>
    public int Number { get; set; }

    /// <summary>The file's name as the person gave it, cleaned; null for a link.</summary>
    public string? FileName { get; set; }

    /// <summary>Media type by content; null for a link.</summary>
    public string? MediaType { get; set; }

    /// <summary>Bytes; null for a link.</summary>
    public long? Size { get; set; }

    /// <summary>SHA-256 of the file, and its key in the store; null for a link.</summary>
    public string? Sha256 { get; set; }

    /// <summary>An address that starts with https://; null for a file.</summary>
    public string? Link { get; set; }

    /// <summary>What is different in this version, or null.</summary>
    public string? Note { get; set; }

    /// <summary>The programme's date when it was added.</summary>
    public DateOnly AddedOn { get; set; }

    /// <summary>Role title of who added it.</summary>
    public required string AddedBy { get; set; }

    /// <summary>The programme's date on which its file or link was deleted, because its period was over; or null.</summary>
    public DateOnly? DeletedOn { get; private set; }

    /// <summary>Its period is over: file or link go, with name and note. Number, dates, size and SHA-256 stay.</summary>
    public void Delete(DateOnly today) => (FileName, Link, Note, DeletedOn) = (null, null, null, today);

    /// <summary>What is wrong with a file, link and note before they become a version, or null.</summary>
    public static RuleException? Fault(EvidenceFile? file, string? link, string? note) => (file, Text.Clean(link)) switch
    {
        (null, "") => new RuleException("Choose a file, or give a link.", "File"),
        (not null, not "") => new RuleException("Give a file or a link, not both.", "Link"),
        (null, { Length: > LinkMaxLength }) => new RuleException($"This link is longer than {LinkMaxLength} characters. Give a shorter one.", "Link"),
        (null, var address) when !IsWebAddress(address) => new RuleException("Give a whole web address that starts with https://.", "Link"),
        _ when Text.Clean(note).Length > 0 => Text.Fault(note, "Note", "", ActionItem.ReasonMaxLength),
        _ => null,
    };

    // A name and password in an address would be shown to every reader.
    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.Host.Length > 0 && address.UserInfo.Length == 0 && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));
}
