using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Sqlite
{
    /// <inheritdoc />
    public partial class UpdateDrafts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "PostKey",
                table: "Updates",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "UpdateDrafts",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProgrammeId = table.Column<int>(type: "INTEGER", nullable: false),
                    ActionItemId = table.Column<int>(type: "INTEGER", nullable: false),
                    MemberId = table.Column<int>(type: "INTEGER", nullable: false),
                    WhatChanged = table.Column<string>(type: "TEXT", nullable: false),
                    ChildWouldNotice = table.Column<string>(type: "TEXT", nullable: false),
                    InTheWay = table.Column<string>(type: "TEXT", nullable: false),
                    Forecast = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    LeadSays = table.Column<int>(type: "INTEGER", nullable: true),
                    Started = table.Column<bool>(type: "INTEGER", nullable: false),
                    PostKey = table.Column<Guid>(type: "TEXT", nullable: false),
                    Seen = table.Column<Guid>(type: "TEXT", nullable: false),
                    SeenHistory = table.Column<long>(type: "INTEGER", nullable: false),
                    SavedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UpdateDrafts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_UpdateDrafts_Actions_ActionItemId",
                        column: x => x.ActionItemId,
                        principalTable: "Actions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_UpdateDrafts_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_UpdateDrafts_Programmes_ProgrammeId",
                        column: x => x.ProgrammeId,
                        principalTable: "Programmes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Updates_ActionItemId_PostKey",
                table: "Updates",
                columns: new[] { "ActionItemId", "PostKey" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_UpdateDrafts_ActionItemId_MemberId",
                table: "UpdateDrafts",
                columns: new[] { "ActionItemId", "MemberId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_UpdateDrafts_MemberId",
                table: "UpdateDrafts",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_UpdateDrafts_ProgrammeId_MemberId",
                table: "UpdateDrafts",
                columns: new[] { "ProgrammeId", "MemberId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "UpdateDrafts");

            migrationBuilder.DropIndex(
                name: "IX_Updates_ActionItemId_PostKey",
                table: "Updates");

            migrationBuilder.DropColumn(
                name: "PostKey",
                table: "Updates");
        }
    }
}
