using Microsoft.AspNetCore.Identity;

namespace ImprovementBoard.Web.Data;

/// <summary>An account. What it may do comes from its memberships of programmes, not from here.</summary>
public sealed class AppUser : IdentityUser<Guid>;
