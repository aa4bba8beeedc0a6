using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Mail;
using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Programmes;

namespace ImprovementBoard.Core.Distribution;

/// <summary>Who gets the packs of one edition: a post of the programme, or a role outside it with an address. One that was taken off stays in the record.</summary>
public sealed class Recipient : IProgrammeRow
{
    /// <summary>Longest role title and agency of a recipient outside, in characters; and most recipients of an edition.</summary>
    public const int TitleMaxLength = 100, MostOfAnEdition = 100;

    /// <summary>Key.</summary>
    public int Id { get; set; }

    /// <inheritdoc/>
    public int ProgrammeId { get; set; }

    /// <summary>Whose edition.</summary>
    public Audience Audience { get; set; }

    /// <summary>The post, or null for a recipient outside.</summary>
    public int? MemberId { get; set; }

    /// <summary>Role title.</summary>
    public required string Title { get; set; }

    /// <summary>The agency the role belongs to.</summary>
    public required string Agency { get; set; }

    /// <summary>Address of a recipient outside; empty for a post, whose mail goes to the address of its account.</summary>
    public string Email { get; set; } = "";

    /// <summary>The programme's date from which it stands on the list.</summary>
    public DateOnly AddedOn { get; set; }

    /// <summary>Role title of who added it.</summary>
    public required string AddedBy { get; set; }

    /// <summary>The programme's date on which it was taken off, or null.</summary>
    public DateOnly? RemovedOn { get; set; }

    /// <summary>Role title of who took it off, or null.</summary>
    public string? RemovedBy { get; set; }

    /// <summary>True where no source states it.</summary>
    public bool Illustrative { get; set; }

    /// <summary>A post put on the list of an edition.</summary>
    /// <exception cref="RuleException">The post is not held today, or its role cannot open that edition.</exception>
    public static Recipient OfPost(Audience audience, Member? post, Actor by, DateOnly today)
    {
        if (post is null || !post.HoldsOn(today))
            throw new RuleException($"{post?.Title ?? "This post"} is not in post today. Choose somebody who is.", "Post");
        if (!MayGet(post, audience))
            throw new RuleException($"{post.Title} cannot open the {audience.Words().ToLowerInvariant()} edition, so a link would lead nowhere. Choose another post.", "Post");
        return new() { ProgrammeId = by.ProgrammeId, Audience = audience, MemberId = post.Id, Title = post.Title, Agency = post.Agency, AddedOn = today, AddedBy = by.Title };
    }

    /// <summary>A role outside the programme put on the list of an edition.</summary>
    /// <exception cref="RuleException">Role, agency or address is missing, too long or no address.</exception>
    public static Recipient Outside(Audience audience, string? title, string? agency, string? email, Actor by, DateOnly today) => new()
    {
        ProgrammeId = by.ProgrammeId,
        Audience = audience,
        Title = OneLine(Text.Required(title, nameof(Title), "Write the role, such as “Clerk to the partnership”. No names of people.", TitleMaxLength)),
        Agency = OneLine(Text.Required(agency, nameof(Agency), "Write the agency, such as “Police”.", TitleMaxLength)),
        Email = EmailAddress.Required(email, nameof(Email)),
        AddedOn = today,
        AddedBy = by.Title,
    };

    /// <summary>True when the role of a post can open an edition whatever stands in it. The public edition tells nothing of letters that are not published.</summary>
    public static bool MayGet(Member post, Audience audience) =>
        post.Role.May(Permission.ReadPacks)
        && (audience != Audience.Commissioner || post.Role.May(Permission.ReadCommissionerPacks))
        && (audience == Audience.Public || post.Role.May(Permission.ReadUnpublishedLetters));

    /// <summary>Whether this is the same recipient as another: the same post, or the same address.</summary>
    public bool Is(Recipient other) => Audience == other.Audience && (MemberId is { } post ? other.MemberId == post : other.MemberId is null && string.Equals(Email, other.Email, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes it off the list. What it got before stays in the record.</summary>
    /// <exception cref="RuleException">It was taken off already.</exception>
    public void Remove(Actor by, DateOnly today)
    {
        if (RemovedOn is not null)
            throw new RuleException("This recipient was taken off the list already. Read below what stands now.");
        (RemovedOn, RemovedBy) = (today, by.Title);
    }

    /// <summary>Removes the address. Role, agency and dates stay.</summary>
    public void Forget() => Email = "";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
