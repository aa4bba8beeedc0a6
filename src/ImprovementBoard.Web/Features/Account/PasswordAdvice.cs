using System.Collections.Frozen;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Web.Features.Account;

/// <summary>Holds every new password against <see cref="PasswordRule"/>, wherever it is set.</summary>
internal sealed class PasswordAdvice(BoardDatabase database) : IPasswordValidator<AppUser>
{
    private const string Resource = "common-passwords.txt";

    private static readonly Lazy<FrozenSet<string>> Common = new(Read);

    public async Task<IdentityResult> ValidateAsync(UserManager<AppUser> manager, AppUser user, string? password)
    {
        await using var db = database.OpenWithoutProgramme();
        // Across programmes on purpose: a person may belong to several.
        var programmes = await db.Members.IgnoreQueryFilters().Where(m => m.UserId == user.Id)
            .Join(db.Programmes, m => m.ProgrammeId, p => p.Id, (_, p) => new { p.Name, p.Slug, p.Council }).ToListAsync();
        return FaultOf(password, [user.Email ?? "", .. programmes.SelectMany(p => new[] { p.Name, p.Slug, p.Council })]) is not { } fault ? IdentityResult.Success : IdentityResult.Failed(new IdentityError { Code = nameof(PasswordRule), Description = fault });
    }

    /// <summary>What is wrong with a password, in one sentence, or null.</summary>
    /// <param name="known">What others know of the person.</param>
    public static string? FaultOf(string? password, IEnumerable<string> known) => PasswordRule.Fault(password, known, Common.Value);

    private static FrozenSet<string> Read()
    {
        using var reader = new StreamReader(typeof(PasswordAdvice).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is missing."));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
